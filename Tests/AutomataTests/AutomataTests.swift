import Testing

@testable import Automata
