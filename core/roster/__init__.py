"""The school's pupils, classes and staff, brought up to date from a workbook."""

from core.roster.apply import apply_import, import_workbook
from core.roster.plan import ImportPlan
from core.roster.planning import plan_import

__all__ = ["ImportPlan", "apply_import", "import_workbook", "plan_import"]
