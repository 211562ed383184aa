from absensi.command_line import main

main()
