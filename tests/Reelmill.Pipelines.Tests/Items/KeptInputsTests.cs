using System.Collections.Concurrent;
using System.Threading.Channels;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Tests.Items;

public sealed class KeptInputsTests
{
    private readonly Channel<MediaInput> _source = Channel.CreateUnbounded<MediaInput>();

    [Fact]
    public Task What_was_read_comes_again_and_then_the_rest() => UseAsync(async kept =>
    {
        Add("/a", "/b");
        (await kept.Take(2).Select(static i => i.Source).ToArrayAsync()).ShouldBe(["/a", "/b"]);

        Add("/c");
        _source.Writer.Complete();

        (await kept.Select(static i => i.Source).ToArrayAsync()).ShouldBe(["/a", "/b", "/c"]);
        (await kept.CountAsync()).ShouldBe(3);
    });

    [Fact]
    public Task Whoever_stops_waiting_leaves_the_input_to_the_next() => UseAsync(async kept =>
    {
        await WaitInVainAsync(kept);

        Add("/a");

        (await kept.FirstAsync()).Source.ShouldBe("/a");
    });

    [Fact]
    public async Task A_source_that_waits_is_closed_at_the_end()
    {
        await UseAsync(WaitInVainAsync);

        Add("/a");
        _source.Reader.TryRead(out var left).ShouldBeTrue();
        left!.Source.ShouldBe("/a");
    }

    [Fact]
    public async Task A_source_that_blocks_its_thread_keeps_nobody_from_what_was_read_and_ends_nothing_with_an_error()
    {
        using var source = new BlockingCollection<MediaInput>();
        source.Add(new MediaInput("/a", InputKind.File, MediaInput.NoMetadata));
        await KeptInputs.UseAsync(source.GetConsumingEnumerable().ToAsyncEnumerable(), async kept =>
        {
            using var cancel = new CancellationTokenSource();
            var waiting = kept.Skip(1).FirstAsync(cancel.Token).AsTask();
            (await kept.FirstAsync()).Source.ShouldBe("/a");
            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(waiting);
            (await kept.FirstAsync()).Source.ShouldBe("/a");
            return true;
        });
        source.CompleteAdding();
    }

    [Fact]
    public async Task What_a_source_throws_is_thrown_to_everyone()
    {
        var source = new[] { "/a", "/b" }.ToAsyncEnumerable().Select(static s => s == "/b" ? throw new InvalidOperationException("it is gone") : new MediaInput(s, InputKind.File, MediaInput.NoMetadata));

        await KeptInputs.UseAsync(source, static async kept =>
        {
            for (var i = 0; i < 2; i++)
            {
                (await Should.ThrowAsync<InvalidOperationException>(async () => await kept.CountAsync())).Message.ShouldBe("it is gone");
            }

            return true;
        });
    }

    private Task<bool> UseAsync(Func<IAsyncEnumerable<MediaInput>, Task> use) => KeptInputs.UseAsync(_source.Reader.ReadAllAsync(), async kept =>
    {
        await use(kept);
        return true;
    });

    private static async Task WaitInVainAsync(IAsyncEnumerable<MediaInput> kept)
    {
        using var cancel = new CancellationTokenSource();
        var waiting = kept.FirstAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    private void Add(params string[] sources) =>
        Array.ForEach(sources, s => _source.Writer.TryWrite(new MediaInput(s, InputKind.File, MediaInput.NoMetadata)).ShouldBeTrue());
}
