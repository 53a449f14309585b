import Dispatch

/// Lets Dispatch open the descriptors that it keeps: opened at the first wait, they would be taken for a turn's.
func openDispatch() {
  let open = DispatchGroup()
  let input = DispatchSource.makeReadSource(fileDescriptor: 0)
  input.setRegistrationHandler { input.cancel() }
  // It has to be waited for: of one that is over before there is no need of a descriptor.
  let timer = DispatchSource.makeTimerSource()
  timer.schedule(deadline: .now() + .milliseconds(10))
  timer.setEventHandler { timer.cancel() }
  for source in [input, timer] as [any DispatchSourceProtocol] {
    open.enter()
    source.setCancelHandler { open.leave() }
    source.resume()
  }
  open.wait()
}
