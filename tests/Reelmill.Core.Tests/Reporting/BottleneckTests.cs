using Reelmill.Core.Reporting;

namespace Reelmill.Core.Tests.Reporting;

public sealed class BottleneckTests
{
    private static readonly int Cores = Environment.ProcessorCount;

    [Fact]
    public void A_run_without_work_has_no_bottleneck() =>
        Bottleneck.Find([Stage("fetch", 1, new WorkerTimes(0, 5, 0))]).ShouldBeNull();

    [Fact]
    public void A_busy_stage_with_fewer_workers_than_cores_gets_the_advice_to_add_workers()
    {
        var bottleneck = Bottleneck.Find([Stage("fetch", 1, new WorkerTimes(2, 0, 8)), Stage("detect", 1, new WorkerTimes(9, 1, 0))])!;
        (bottleneck.Stage, bottleneck.BusyShare).ShouldBe(("detect", 0.9));
        bottleneck.Advice.ShouldBe(Cores == 1
            ? "'detect' is busy 90 % of the time: it already has 1 workers on 1 cores, so more of them help only if it waits for something other than the processor."
            : "'detect' is busy 90 % of the time: give it more workers (workers.detect=2, now 1).");
    }

    [Fact]
    public void A_busy_stage_with_a_worker_on_each_core_gets_its_hint() =>
        Bottleneck.Find([Stage("detect", Cores, new WorkerTimes(9, 1, 0), "use a smaller model")])!.Advice.ShouldBe(
            $"'detect' is busy 90 % of the time: it already has {Cores} workers on {Cores} cores, so more of them help only if it waits for something other than the processor; or use a smaller model.");

    [Fact]
    public void A_run_whose_stages_all_wait_is_limited_by_its_input() =>
        Bottleneck.Find([Stage("fetch", 1, new WorkerTimes(1, 9, 0))])!.Advice.ShouldBe(
            "Even 'fetch' is busy 10 % of the time: the run waits for its input, or was too short to tell.");

    private static StageReport Stage(string name, int workers, WorkerTimes times, string? hint = null) =>
        new(name, workers, 0, 0, 0, 0, 0, [times], 0, 0, 8, hint);
}
