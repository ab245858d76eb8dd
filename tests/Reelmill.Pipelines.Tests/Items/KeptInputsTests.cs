using System.Threading.Channels;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Tests.Items;

public sealed class KeptInputsTests
{
    private readonly Channel<MediaInput> _source = Channel.CreateUnbounded<MediaInput>();

    [Fact]
    public async Task What_was_read_comes_again_and_then_the_rest()
    {
        Add("/a", "/b");
        await using var kept = new KeptInputs(_source.Reader.ReadAllAsync());
        (await kept.Take(2).Select(static i => i.Source).ToArrayAsync()).ShouldBe(["/a", "/b"]);

        Add("/c");
        _source.Writer.Complete();

        (await kept.Select(static i => i.Source).ToArrayAsync()).ShouldBe(["/a", "/b", "/c"]);
        (await kept.CountAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task Whoever_stops_waiting_leaves_the_input_to_the_next()
    {
        using var cancel = new CancellationTokenSource();
        await using var kept = new KeptInputs(_source.Reader.ReadAllAsync());
        var waiting = kept.FirstAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);

        Add("/a");

        (await kept.FirstAsync()).Source.ShouldBe("/a");
    }

    [Fact]
    public async Task A_source_that_waits_is_closed_at_the_end()
    {
        await using (var kept = new KeptInputs(_source.Reader.ReadAllAsync()))
        {
            using var cancel = new CancellationTokenSource();
            var waiting = kept.FirstAsync(cancel.Token).AsTask();
            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(waiting);
        }

        Add("/a");
        _source.Reader.TryRead(out var left).ShouldBeTrue();
        left!.Source.ShouldBe("/a");
    }

    private void Add(params string[] sources) =>
        Array.ForEach(sources, s => _source.Writer.TryWrite(new MediaInput(s, InputKind.File, MediaInput.NoMetadata)).ShouldBeTrue());
}
