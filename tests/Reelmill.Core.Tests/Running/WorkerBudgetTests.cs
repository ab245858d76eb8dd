using FsCheck;
using FsCheck.Fluent;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;

namespace Reelmill.Core.Tests.Running;

public sealed class WorkerBudgetTests
{
    [Fact]
    public void Never_more_slots_are_taken_than_exist()
    {
        var cases = from slots in Gen.Choose(1, 4) from shares in Gen.Choose(1, 5) from takes in Gen.Choose(1, 40) from seed in Gen.Choose(0, int.MaxValue - 1) select (slots, shares, takes, seed);
        Prop.ForAll(cases.ToArbitrary(), static c =>
        {
            var random = new Random(c.seed);
            var budget = new WorkerBudget("cpu", c.slots);
            var shares = Enumerable.Range(0, c.shares).Select(_ => budget.Share(random.Next(1, 17))).ToArray();
            var taken = new List<(WorkerShare Share, Task Slot)>();
            for (var i = 0; i < c.takes; i++)
            {
                var share = shares[random.Next(shares.Length)];
                taken.Add((share, budget.TakeAsync(share, CancellationToken.None)));
                if (random.Next(2) == 0 && taken.FindIndex(static h => h.Slot.IsCompleted) is >= 0 and var done)
                {
                    budget.Return(taken[done].Share);
                    taken.RemoveAt(done);
                }

                taken.Count(static h => h.Slot.IsCompleted).ShouldBe(budget.Used);
                budget.Used.ShouldBe(Math.Min(c.slots, taken.Count));
                budget.Waiting.ShouldBe(taken.Count - budget.Used);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_run_with_the_fewest_slots_is_served_first_however_long_others_have_waited()
    {
        var budget = new WorkerBudget("cpu", 2);
        var (first, late) = (budget.Share(), budget.Share());
        budget.TakeAsync(first, CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue();
        budget.TakeAsync(first, CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue();
        var greedy = budget.TakeAsync(first, CancellationToken.None);
        var modest = budget.TakeAsync(late, CancellationToken.None);
        budget.Return(first);
        modest.IsCompletedSuccessfully.ShouldBeTrue();
        greedy.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void A_share_with_a_larger_weight_gets_more_slots()
    {
        var budget = new WorkerBudget("cpu", 5);
        var (heavy, light) = (budget.Share(4), budget.Share(1));
        var slots = Enumerable.Range(0, 20).Select(i => (Share: i % 2 == 0 ? heavy : light, Slot: budget.TakeAsync(i % 2 == 0 ? heavy : light, CancellationToken.None))).ToList();
        for (var i = 0; i < 4; i++)
        {
            // A share that returns a slot goes to the end of its own queue; the weights decide which share is next.
            var done = slots.Find(static s => s.Slot.IsCompleted && s.Share.Weight == 1);
            if (done.Share is not null)
            {
                budget.Return(done.Share);
                slots.Remove(done);
            }
        }

        (heavy.Used, light.Used).ShouldBe((4, 1));
    }

    [Fact]
    public async Task A_cancelled_waiter_does_not_block_others()
    {
        var budget = new WorkerBudget("cpu", 1);
        var (one, two) = (budget.Share(), budget.Share());
        using var gone = new CancellationTokenSource();
        await budget.TakeAsync(one, CancellationToken.None);
        var waits = budget.TakeAsync(two, gone.Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waits);
        budget.Waiting.ShouldBe(0);
        budget.Return(one);
        budget.Used.ShouldBe(0);
    }

    [Fact]
    public async Task One_slot_is_enough_for_a_pipeline_of_several_stages_and_workers()
    {
        var budget = new WorkerBudget("cpu", 1);
        var tuning = new StageOptions { Workers = 3, Queue = 1, Budget = "cpu" };
        var maxInside = 0;
        var inside = 0;
        async ValueTask<int> Work(int value, CancellationToken cancellationToken)
        {
            InterlockedMax(ref maxInside, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            return value;
        }

        var pipeline = Pipeline.Create<int>("budgeted")
            .Expand("parts", static (value, _) => Enumerable.Range(value, 5).ToAsyncEnumerable(), tuning)
            .Map("first", Work, tuning)
            .Batch("batch", new BatchOptions(4, TimeSpan.FromMilliseconds(1)), static (values, _) => ValueTask.FromResult(values), tuning)
            .Map("last", Work, tuning);
        var options = new RunOptions<int> { Budgets = new Dictionary<string, WorkerShare>(StringComparer.Ordinal) { ["cpu"] = budget.Share() } };
        var report = await pipeline.RunAsync(Enumerable.Range(0, 100), options);
        report.Done.ShouldBe(100);
        report.Stages[^1].Out.ShouldBe(500);
        maxInside.ShouldBe(1);
        budget.Used.ShouldBe(0);
    }

    [Fact]
    public async Task A_short_run_ends_during_a_long_one()
    {
        var budget = new WorkerBudget("cpu", 1);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new StageOptions { Budget = "cpu" };
        RunOptions<int> Share() => new() { Budgets = new Dictionary<string, WorkerShare>(StringComparer.Ordinal) { ["cpu"] = budget.Share() } };

        // The long run continues until the short one has ended, which would never happen if the short one got no slots.
        async IAsyncEnumerable<int> Endless(int value, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (!ended.Task.IsCompleted)
            {
                await Task.Yield();
                yield return value;
            }
        }

        var longRun = Pipeline.Create<int>("long").Expand("parts", Endless, stage).RunAsync([1], Share());
        var shortRun = await Pipeline.Create<int>("short").Map("work", static (value, _) => ValueTask.FromResult(value), stage).RunAsync([1, 2, 3], Share());
        ended.SetResult();
        shortRun.Done.ShouldBe(3);
        (await longRun).Done.ShouldBe(1);
    }

    private static void InterlockedMax(ref int maxInside, int value)
    {
        for (var seen = Volatile.Read(ref maxInside); value > seen; seen = Volatile.Read(ref maxInside))
        {
            Interlocked.CompareExchange(ref maxInside, value, seen);
        }
    }
}
