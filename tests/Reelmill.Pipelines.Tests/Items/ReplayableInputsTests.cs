using System.Collections.Concurrent;
using System.Threading.Channels;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Tests.Items;

public sealed class ReplayableInputsTests
{
    private readonly Channel<MediaInput> _source = Channel.CreateUnbounded<MediaInput>();

    [Fact]
    public Task A_second_enumeration_replays_the_read_inputs_and_continues() => UseAsync(async inputs =>
    {
        Add("/a", "/b");
        (await inputs.Take(2).Select(static i => i.Source).ToArrayAsync()).ShouldBe(["/a", "/b"]);

        Add("/c");
        _source.Writer.Complete();

        (await inputs.Select(static i => i.Source).ToArrayAsync()).ShouldBe(["/a", "/b", "/c"]);
        (await inputs.CountAsync()).ShouldBe(3);
    });

    [Fact]
    public Task A_canceled_wait_leaves_the_input_to_the_next_enumeration() => UseAsync(async inputs =>
    {
        await CancelWaitAsync(inputs);

        Add("/a");

        (await inputs.FirstAsync()).Source.ShouldBe("/a");
    });

    [Fact]
    public async Task A_waiting_source_is_closed_at_the_end()
    {
        await UseAsync(CancelWaitAsync);

        Add("/a");
        _source.Reader.TryRead(out var unread).ShouldBeTrue();
        unread!.Source.ShouldBe("/a");
    }

    [Fact]
    public async Task A_source_that_blocks_its_thread_does_not_block_replay_or_disposal()
    {
        using var source = new BlockingCollection<MediaInput>();
        source.Add(new MediaInput("/a", InputKind.File, MediaInput.NoMetadata));
        await ReplayableInputs.UseAsync(source.GetConsumingEnumerable().ToAsyncEnumerable(), async inputs =>
        {
            using var cancel = new CancellationTokenSource();
            var waiting = inputs.Skip(1).FirstAsync(cancel.Token).AsTask();
            (await inputs.FirstAsync()).Source.ShouldBe("/a");
            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(waiting);
            (await inputs.FirstAsync()).Source.ShouldBe("/a");
            return true;
        });
        source.CompleteAdding();
    }

    [Fact]
    public async Task An_exception_of_the_source_is_thrown_to_every_enumeration()
    {
        var source = new[] { "/a", "/b" }.ToAsyncEnumerable().Select(static s => s == "/b" ? throw new InvalidOperationException("it is gone") : new MediaInput(s, InputKind.File, MediaInput.NoMetadata));

        await ReplayableInputs.UseAsync(source, static async inputs =>
        {
            for (var i = 0; i < 2; i++)
            {
                (await Should.ThrowAsync<InvalidOperationException>(async () => await inputs.CountAsync())).Message.ShouldBe("it is gone");
            }

            return true;
        });
    }

    private Task<bool> UseAsync(Func<IAsyncEnumerable<MediaInput>, Task> use) => ReplayableInputs.UseAsync(_source.Reader.ReadAllAsync(), async inputs =>
    {
        await use(inputs);
        return true;
    });

    private static async Task CancelWaitAsync(IAsyncEnumerable<MediaInput> inputs)
    {
        using var cancel = new CancellationTokenSource();
        var waiting = inputs.FirstAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    private void Add(params string[] sources) =>
        Array.ForEach(sources, s => _source.Writer.TryWrite(new MediaInput(s, InputKind.File, MediaInput.NoMetadata)).ShouldBeTrue());
}
