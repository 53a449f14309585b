"""The CLI may stay for a while after its turn. However many do, the next turn gets its descriptors."""

import resource
import unittest

import processes
from support import ANSWER, HostileTest, started

TURNS, DESCRIPTORS = 60, 80


class Lingering(HostileTest):
    def test_more_turns_than_there_are_descriptors_for(self):
        # The CLI stays until it is asked to end, or the file is there.
        client = self.hostile_client(*started(), *ANSWER, {"wait_for_file": self.path("go")})
        limits = resource.getrlimit(resource.RLIMIT_NOFILE)
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, limits)
        resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, limits[1]))
        for _ in range(TURNS):
            self.run_turn(self.new_thread(client))
        # Those for which there is room are left alone.
        self.assertGreater(len(processes.carrying(self.folder)), 2)
        self.touch("go")


if __name__ == "__main__":
    unittest.main()
