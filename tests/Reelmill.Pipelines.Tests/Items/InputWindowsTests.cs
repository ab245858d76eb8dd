using System.Collections.Concurrent;
using System.Globalization;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Items;

public sealed class InputWindowsTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_source_that_has_more_is_cut_into_full_windows()
    {
        using var windows = new InputWindows(Inputs(2500), 1000, _time);

        var sizes = new List<int>();
        while (await windows.NextAsync(default) is { } window)
        {
            sizes.Add(window.Count);
        }

        sizes.ShouldBe([1000, 1000, 500]);
    }

    [Fact]
    public async Task An_input_of_a_slow_source_is_given_although_no_other_comes()
    {
        using var source = new BlockingCollection<MediaInput>();
        using var windows = new InputWindows(source.GetConsumingEnumerable().ToAsyncEnumerable(), 1000, _time);
        source.Add(Input(0));

        var next = windows.NextAsync(default);
        while (_time.ArmedTimers == 0)
        {
            await Task.Yield();
        }

        _time.Advance(InputWindows.Moment);
        (await next).ShouldNotBeNull().ShouldHaveSingleItem().Source.ShouldBe("/0");

        source.Add(Input(1));
        source.CompleteAdding();
        (await windows.NextAsync(default)).ShouldNotBeNull().ShouldHaveSingleItem().Source.ShouldBe("/1");
        (await windows.NextAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_looked_at_is_still_the_next()
    {
        using var windows = new InputWindows(Inputs(3), 1000, _time);

        (await windows.PeekAsync(default, default)).Count.ShouldBe(3);
        (await windows.PeekAsync(default, default)).Count.ShouldBe(3);
        (await windows.NextAsync(default)).ShouldNotBeNull().Count.ShouldBe(3);
        (await windows.NextAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task Who_only_looks_does_not_wait_for_a_source_that_is_silent()
    {
        using var source = new BlockingCollection<MediaInput>();
        using var windows = new InputWindows(source.GetConsumingEnumerable().ToAsyncEnumerable(), 1000, _time);

        var peeking = windows.PeekAsync(default, default);
        while (_time.ArmedTimers == 0)
        {
            await Task.Yield();
        }

        _time.Advance(InputWindows.Patience);
        (await peeking).ShouldBeEmpty();

        source.Add(Input(0));
        source.CompleteAdding();
        (await windows.NextAsync(default)).ShouldNotBeNull().ShouldHaveSingleItem().Source.ShouldBe("/0");
    }

    [Fact]
    public async Task A_source_without_inputs_has_no_window()
    {
        using var windows = new InputWindows(AsyncEnumerable.Empty<MediaInput>(), 1000, _time);

        (await windows.PeekAsync(default, default)).ShouldBeEmpty();
        (await windows.NextAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task What_the_source_throws_is_thrown_after_what_was_found_before()
    {
        using var windows = new InputWindows(Inputs(3).Select(static i => i.Source == "/2" ? throw new InvalidOperationException("the disk is gone") : i), 1000, _time);

        (await windows.NextAsync(default)).ShouldNotBeNull().Count.ShouldBe(2);
        (await Should.ThrowAsync<InvalidOperationException>(() => windows.NextAsync(default))).Message.ShouldBe("the disk is gone");
    }

    [Fact]
    public async Task A_cancellation_of_the_source_is_none_of_the_caller()
    {
        using var windows = new InputWindows(Inputs(1).Select(static MediaInput (_) => throw new TaskCanceledException("a request took too long")), 1000, _time);

        (await Should.ThrowAsync<PipelineException>(() => windows.NextAsync(default))).Code.ShouldBe("unexpected_cancellation");
    }

    [Fact]
    public async Task A_stop_ends_looking_and_loses_no_input()
    {
        using var source = new BlockingCollection<MediaInput>();
        using var stop = new CancellationTokenSource();
        using var windows = new InputWindows(source.GetConsumingEnumerable().ToAsyncEnumerable(), 1000, _time);
        var peeking = windows.PeekAsync(stop.Token, default);

        await stop.CancelAsync();

        (await peeking).ShouldBeEmpty();
        source.Add(Input(0));
        source.CompleteAdding();
        (await windows.NextAsync(default)).ShouldNotBeNull().ShouldHaveSingleItem().Source.ShouldBe("/0");
    }

    [Fact]
    public async Task No_stop_waits_for_a_source_that_hangs()
    {
        using var source = new BlockingCollection<MediaInput>();
        using var cancel = new CancellationTokenSource();
        using var windows = new InputWindows(source.GetConsumingEnumerable().ToAsyncEnumerable(), 1000, _time);
        var next = windows.NextAsync(cancel.Token);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(next);
        source.CompleteAdding();
    }

    private static IAsyncEnumerable<MediaInput> Inputs(int count) => Enumerable.Range(0, count).Select(Input).ToAsyncEnumerable();

    private static MediaInput Input(int number) => new(string.Create(CultureInfo.InvariantCulture, $"/{number}"), InputKind.File, MediaInput.NoMetadata);
}
