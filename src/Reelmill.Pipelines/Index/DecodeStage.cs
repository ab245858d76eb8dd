using System.Buffers;
using Reelmill.Core.Running;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Pipelines.Index;

/// <summary>Decodes an image and writes it, at the input size of the model, directly into a tensor. Each worker has its own decoder.</summary>
/// <param name="options">The options of the run.</param>
/// <param name="input">The input format of the model.</param>
/// <param name="run">The run.</param>
/// <param name="known">Finds images with the same content.</param>
internal sealed class DecodeStage(IndexOptions options, ImageInput input, ItemRun run, KnownImages known) : Stage<FetchedItem, PreparedImage>
{
    private readonly ImageLoader _loader = new(options.Tools, options.Limits);

    public override async ValueTask ProcessAsync(FetchedItem value, StageOutput<PreparedImage> output, CancellationToken cancellationToken)
    {
        var bytes = ImageFileReader.Read(value.File.Path);
        var item = new IdentifiedItem(value, ContentId.Compute(bytes));
        var found = await known.FindAsync(item, cancellationToken).ConfigureAwait(false);
        if (found.Source is { } source)
        {
            run.Drop(item, source, output.Drop, KnownImages.GetId(item));
            return;
        }

        if (found.Vector is { } vector)
        {
            await output.EmitAsync(new PreparedImage(item, found.RecordInput, null, 0) { Vector = vector }).ConfigureAwait(false);
            return;
        }

        using var image = await _loader.LoadAsync(value.File.Path, bytes, input.Width, input.Height, cancellationToken).ConfigureAwait(false);

        // The file is not read after this point, and a vector of other bytes must not reach the store.
        value.RequireUnchanged();
        var tensor = MemoryPool<float>.Shared.Rent(input.Length);
        try
        {
            ImageTensor.Write(image, input, tensor.Memory.Span[..input.Length]);
            await output.EmitAsync(new PreparedImage(item, found.RecordInput, tensor, input.Length)).ConfigureAwait(false);
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    public override ValueTask DisposeAsync()
    {
        _loader.Dispose();
        return base.DisposeAsync();
    }
}
