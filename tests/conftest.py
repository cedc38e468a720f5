"""What tests share: hypothesis settings that do not depend on the machine's speed."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=2000)
# The same examples each time, so that a change is judged by what it changed; chance is for people.
settings.register_profile("ci", parent=settings.get_profile("default"), derandomize=True)
usual = "ci" if os.environ.get("CI") else "default"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", usual))
