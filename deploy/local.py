"""`make run`: the whole platform on this machine, with demo data, until Ctrl-C."""

import sys

from chassis.settings import BadSettings, read_settings
from deploy.child import DidNotStart
from deploy.demo import sign_ins
from deploy.embedded import AlreadyRunning
from deploy.platform import Platform, PortTaken, Settings
from deploy.supervisor import Patience, Stopped


def main() -> int:
    """Run until somebody ends it; tell what went wrong in words, not in a traceback."""
    patience = Patience()
    patience.listen()
    try:
        with Platform(read_settings(Settings, "AYNI"), say=say, patience=patience) as platform:
            say("Importing the demo data, the first time only…")
            platform.run("seed", "deploy.demo.seed")
            platform.wait_until_ready()
            welcome(platform.settings)
            patience.until(lambda: False)
    except Stopped:
        say("Stopped.")
        return 0
    except (AlreadyRunning, BadSettings, DidNotStart, PortTaken) as error:
        print(f"\n{error}", file=sys.stderr)
    return 1


def welcome(settings: Settings) -> None:
    """Tell where to go, and as whom."""
    say(f"\nReady: {settings.public_url}\n")
    say(f"E-mails:  {settings.mailbox_url}")
    say(sign_ins.told())
    say("\nCtrl-C stops everything; the data stay.")


def say(text: str) -> None:
    """Write to the console at once, also when it is a pipe."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
