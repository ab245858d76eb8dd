using Reelmill.Core;
using Reelmill.Pipelines.Services;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Services;

public sealed class DiskSpaceWaitTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<string> _said = [];
    private readonly List<string> _over = [];

    public void Dispose()
    {
        _folder.Dispose();
        _stopping.Dispose();
    }

    [Fact]
    public async Task Work_is_done_again_until_no_full_disk_is_in_its_way()
    {
        var times = 0;
        var work = Wait().RepeatAsync(() => ++times < 3 ? throw Full() : Task.FromResult(times));
        await ElapseAsync(work);

        (await work).ShouldBe(3);
        _said.Count.ShouldBe(2 * _over.Count);
        _said.ShouldContain(static s => s == "disk_full: no room");
        _said.ShouldContain(static line => line.StartsWith("Paused (", StringComparison.Ordinal) && line.EndsWith("advice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_disk_below_another_error_is_one_too()
    {
        var times = 0;
        var work = Wait().RepeatAsync(() => ++times < 2 ? throw new InvalidOperationException("outer", new IOException("no room", 28)) : Task.FromResult(times));
        await ElapseAsync(work);
        (await work).ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_stops_ends_the_pause_with_the_first_error()
    {
        var full = Full();
        var work = Wait().RepeatAsync<int>(() => throw full);
        await _stopping.CancelAsync();
        (await Should.ThrowAsync<PipelineException>(work)).ShouldBeSameAs(full);
    }

    [Fact]
    public async Task Other_errors_are_not_waited_for() =>
        (await Should.ThrowAsync<PipelineException>(Wait().RepeatAsync<int>(static () => throw new PipelineException("library_io", "no")))).Code.ShouldBe("library_io");

    private static PipelineException Full() => new("disk_full", "no room");

    private DiskSpaceWait Wait() => new(_folder.Path, pause => (pause.IsOver ? _over : _said).Add(pause.Text), "advice", _time, _stopping.Token, CancellationToken.None);

    /// <summary>Moves the clock on, each time that somebody waits for it.</summary>
    private async Task ElapseAsync(Task work)
    {
        while (!work.IsCompleted)
        {
            if (_time.ArmedTimers > 0)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
            }

            await Task.Yield();
        }
    }
}
