import Testing

@testable import AppStoreConnect

struct RetryBudgetTests {
  private static let policy = RetryPolicy(budget: 2, earnings: 0.5, failuresUntilDown: 3)

  private static func failure(_ status: Int) -> ClientError {
    .malformedResponse(method: .get, path: "/", status: status, detail: "")
  }

  @Test func retriesEmptyItAndAnswersFillIt() {
    let budget = RetryBudget(Self.policy)
    #expect([budget.take(), budget.take(), budget.take()] == [true, true, false])
    budget.noteAnswer()
    #expect(!budget.take(), "half a retry is none")
    budget.noteAnswer()
    #expect([budget.take(), budget.take()] == [true, false])
  }

  @Test func answersFillItNoFurtherThanItWas() {
    let budget = RetryBudget(Self.policy)
    for _ in 0..<100 { budget.noteAnswer() }
    #expect([budget.take(), budget.take(), budget.take()] == [true, true, false])
    #expect(!RetryBudget(RetryPolicy(budget: 0)).take())
  }

  @Test func theServiceIsDownOnceItIsEmptyAndEnoughHaveFailedInARow() {
    let budget = RetryBudget(Self.policy)
    for _ in 0..<2 {
      budget.noteFailure(Self.failure(500))
      #expect(budget.take())
    }
    #expect(budget.outage == nil, "two are not enough")
    budget.noteAnswer()
    for _ in 0..<3 { budget.noteFailure(Self.failure(503)) }
    #expect(budget.outage?.failures == 3, "an answer begins the row anew")
    #expect(budget.outage?.last == Self.failure(503))
    budget.noteAnswer()
    #expect(budget.outage == nil)
  }

  @Test func itIsNotDownWhileThereAreRetriesLeftOrNoneAtAll() {
    for budget in [RetryBudget(Self.policy), RetryBudget(RetryPolicy(attempts: 1, budget: 0))] {
      for _ in 0..<100 { budget.noteFailure(Self.failure(500)) }
      #expect(budget.outage == nil)
    }
  }
}
