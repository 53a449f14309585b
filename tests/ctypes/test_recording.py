"""A recording for which the disk has no room."""

import os
import resource
import unittest
from ctypes import byref

import abi
from calls import sdk
from support import HostileTest

TURN = ({"thread_started": "${prompt}"}, {"agent_message": "to ${prompt}"}, {"turn_completed": True})


class Recording(HostileTest):
    def recorder(self, *steps):
        self.recorded = self.path("recorded")
        return self.new_client({**self.hostile_options(*steps), "record": self.recorded})

    def limit_files(self, size):
        """A disk with so little room, as far as this process can tell. Python ignores the signal that comes with it."""
        usual = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, usual)

    def test_a_full_disk_harms_the_recording_and_not_the_turn(self):
        client = self.recorder(*TURN[:1], {"agent_message": "x" * 5000}, *TURN[1:])
        make_room = self.limit_files(2000)
        try:
            result = self.run_turn(self.new_thread(client), "cut")
        finally:
            make_room()
        self.assertEqual("to cut", result["final_response"])
        self.assertGreater(2000, os.path.getsize(os.path.join(self.recorded, "turn-000001.jsonl")))

        self.run_turn(self.new_thread(client), "whole")
        replay = {"replay": self.recorded}
        error = self.refused("INVALID_ARGUMENT", sdk.codex_sdk_client_new, replay, byref(abi.Client()))
        self.assertEqual("replay", error["option"])
        self.assertIn(os.path.join(self.recorded, "turn-000001.jsonl:3"), error["message"])

        os.remove(os.path.join(self.recorded, "turn-000001.jsonl"))
        self.assertEqual("to whole", self.run_turn(self.new_thread(self.new_client(replay)), "whole")["final_response"])


if __name__ == "__main__":
    unittest.main()
