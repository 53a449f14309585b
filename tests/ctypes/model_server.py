"""The local model server that the real CLI talks to (tests/testkit): scripted answers, recorded requests."""

import itertools
import json
import subprocess
import urllib.request

import places

# Loopback only: a proxy of the environment must not come between.
_http = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class ModelServer:
    """One process. It ends when its stdin does, so that a dead test leaves none behind."""

    def __init__(self):
        self._process = subprocess.Popen(
            [places.test_program("model-server")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._url = json.loads(self._process.stdout.readline())["url"]
        self._numbers = itertools.count(1)

    def stop(self):
        self._process.communicate()

    def session(self, scenario):
        return Session(f"{self._url}/s/ctypes-{next(self._numbers)}", scenario)


class Session:
    """One scripted conversation partner."""

    def __init__(self, url, scenario):
        self._url = url
        self.base_url = self._ask("PUT", url, scenario)["base_url"]

    def requests(self):
        """The bodies of the requests for a response, in order."""
        every = self._ask("GET", f"{self._url}/requests")
        return [request["body"] for request in every if (request["method"], request["path"]) == ("POST", "/responses")]

    @staticmethod
    def _ask(method, url, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, {"content-type": "application/json"}, method=method)
        with _http.open(request, timeout=60) as answer:
            return json.load(answer)
