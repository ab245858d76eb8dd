using Reelmill.Core;
using Reelmill.Pipelines.Services;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Services;

public sealed class DiskSpaceWaitTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<string> _pauses = [];
    private readonly List<string> _resumes = [];

    public void Dispose()
    {
        _folder.Dispose();
        _stopping.Dispose();
    }

    [Fact]
    public async Task Work_is_repeated_until_the_disk_has_space()
    {
        var times = 0;
        var work = Wait().RepeatAsync(() => ++times < 3 ? throw Full() : Task.FromResult(times));
        await ElapseAsync(work);

        (await work).ShouldBe(3);
        _pauses.Count.ShouldBe(2 * _resumes.Count);
        _pauses.ShouldContain(static s => s == "disk_full: no room");
        _pauses.ShouldContain(static line => line.StartsWith("Paused (", StringComparison.Ordinal) && line.EndsWith("advice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_disk_as_an_inner_exception_is_recognized()
    {
        var times = 0;
        var work = Wait().RepeatAsync(() => ++times < 2 ? throw new InvalidOperationException("outer", new IOException("no room", 28)) : Task.FromResult(times));
        await ElapseAsync(work);
        (await work).ShouldBe(2);
    }

    [Fact]
    public async Task Stopping_ends_the_pause_with_the_original_error()
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

    private DiskSpaceWait Wait() => new(_folder.Path, pause => (pause.IsOver ? _resumes : _pauses).Add(pause.Text), "advice", _time, _stopping.Token, CancellationToken.None);

    /// <summary>Advances the clock whenever a timer is armed, until the work completes.</summary>
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
