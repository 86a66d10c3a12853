"""Writes compare.schema.json anew from the code: python docs/offers/schema.py"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from dialogs.offers.schema import compare_schema  # noqa: E402 - the project need not be installed

text = json.dumps(compare_schema(), indent=2, ensure_ascii=False)
(HERE / "compare.schema.json").write_text(text + "\n", "utf-8")
