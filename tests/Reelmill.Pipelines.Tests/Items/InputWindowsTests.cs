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
    public async Task A_long_source_is_split_into_full_windows()
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
    public async Task An_input_of_a_slow_source_is_returned_without_waiting_for_the_next()
    {
        using var source = new BlockingCollection<MediaInput>();
        using var windows = new InputWindows(source.GetConsumingEnumerable().ToAsyncEnumerable(), 1000, _time);
        source.Add(Input(0));

        var next = windows.NextAsync(default);
        while (_time.ArmedTimers == 0)
        {
            await Task.Yield();
        }

        _time.Advance(InputWindows.GatherTime);
        (await next).ShouldNotBeNull().ShouldHaveSingleItem().Source.ShouldBe("/0");

        source.Add(Input(1));
        source.CompleteAdding();
        (await windows.NextAsync(default)).ShouldNotBeNull().ShouldHaveSingleItem().Source.ShouldBe("/1");
        (await windows.NextAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task Peeking_does_not_consume_the_window()
    {
        using var windows = new InputWindows(Inputs(3), 1000, _time);

        (await windows.PeekAsync(default, default)).Count.ShouldBe(3);
        (await windows.PeekAsync(default, default)).Count.ShouldBe(3);
        (await windows.NextAsync(default)).ShouldNotBeNull().Count.ShouldBe(3);
        (await windows.NextAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task Peeking_does_not_wait_for_a_silent_source()
    {
        using var source = new BlockingCollection<MediaInput>();
        using var windows = new InputWindows(source.GetConsumingEnumerable().ToAsyncEnumerable(), 1000, _time);

        var peeking = windows.PeekAsync(default, default);
        while (_time.ArmedTimers == 0)
        {
            await Task.Yield();
        }

        _time.Advance(InputWindows.PeekTimeout);
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
    public async Task An_exception_of_the_source_is_thrown_after_the_inputs_before_it()
    {
        using var windows = new InputWindows(Inputs(3).Select(static i => i.Source == "/2" ? throw new InvalidOperationException("the disk is gone") : i), 1000, _time);

        (await windows.NextAsync(default)).ShouldNotBeNull().Count.ShouldBe(2);
        (await Should.ThrowAsync<InvalidOperationException>(() => windows.NextAsync(default))).Message.ShouldBe("the disk is gone");
    }

    [Fact]
    public async Task A_cancellation_inside_the_source_is_not_mistaken_for_the_callers()
    {
        using var windows = new InputWindows(Inputs(1).Select(static MediaInput (_) => throw new TaskCanceledException("a request took too long")), 1000, _time);

        (await Should.ThrowAsync<PipelineException>(() => windows.NextAsync(default))).Code.ShouldBe("unexpected_cancellation");
    }

    [Fact]
    public async Task Stopping_ends_a_peek_and_loses_no_input()
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
    public async Task Cancellation_does_not_wait_for_a_hanging_source()
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
