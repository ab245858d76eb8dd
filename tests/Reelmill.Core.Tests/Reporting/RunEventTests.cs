using Reelmill.Core.Pipelines;
using Reelmill.Core.Reporting;
using Reelmill.Core.Running;
using Reelmill.Core.Tests.Running;

namespace Reelmill.Core.Tests.Reporting;

public sealed class RunEventTests
{
    [Theory]
    [InlineData(RunMode.Concurrent)]
    [InlineData(RunMode.Sequential)]
    public async Task Errors_of_a_listener_do_not_affect_the_run_and_the_first_is_in_the_report(RunMode mode)
    {
        var events = new Failing();
        var report = await Pipeline.Create<int>("numbers").Map("double", static (value, _) => ValueTask.FromResult(2 * value))
            .RunAsync(Enumerable.Range(0, 100), new RunOptions<int> { Mode = mode, Events = events });

        (report.Done, report.Failed).ShouldBe((100, 0));
        report.ListenerError.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(nameof(PipelineStarted));
        events.Count.ShouldBeGreaterThan(200);
    }

    [Fact]
    public async Task A_sequential_run_reports_its_events_in_order()
    {
        var events = new EventLog();
        await Pipeline.Create<string>("story")
            .Stage<string>("split", async (value, output, _) =>
            {
                foreach (var part in value.Split(' '))
                {
                    await output.EmitAsync(part);
                }
            })
            .Filter("keep", part => part == "drop" ? "unwanted" : null)
            .Map("check", (part, _) => part == "bad" ? throw new ItemException("bad", "it is bad") : ValueTask.FromResult(part))
            .RunAsync(["a b", "drop", "a drop", "bad"], new RunOptions<string> { Mode = RunMode.Sequential, Events = events, IdSelector = s => $"<{s}>" });

        events.All.Select(Describe).ShouldBe([
            "started story: split, keep, check",
            "ItemQueued { Id = <a b> }",
            "ItemStarted { Id = <a b> }",
            "ItemDone { Id = <a b>, Results = 2 }",
            "ItemQueued { Id = <drop> }",
            "ItemStarted { Id = <drop> }",
            "ValueDropped { Id = <drop>, Stage = keep, Reason = unwanted }",
            "ItemDropped { Id = <drop>, Stage = keep, Reason = unwanted }",
            "ItemQueued { Id = <a drop> }",
            "ItemStarted { Id = <a drop> }",
            "ValueDropped { Id = <a drop>, Stage = keep, Reason = unwanted }",
            "ItemDone { Id = <a drop>, Results = 1 }",
            "ItemQueued { Id = <bad> }",
            "ItemStarted { Id = <bad> }",
            "ItemFailed { Id = <bad>, Stage = check, Code = bad, Message = it is bad }",
            "finished: 4 queued, 2 done, 1 dropped, 1 failed",
        ]);
    }

    private static string Describe(RunEvent e) => e switch
    {
        PipelineStarted s => $"started {s.Pipeline}: {string.Join(", ", s.Stages)}",
        PipelineFinished { Error: null, Report: var r } => $"finished: {r.Queued} queued, {r.Done} done, {r.Dropped} dropped, {r.Failed} failed",
        _ => e.ToString()!,
    };

    private sealed class Failing : IProgress<RunEvent>
    {
        private int _count;

        public int Count => _count;

        public void Report(RunEvent value)
        {
            Interlocked.Increment(ref _count);
            throw new InvalidOperationException(value.GetType().Name);
        }
    }
}
