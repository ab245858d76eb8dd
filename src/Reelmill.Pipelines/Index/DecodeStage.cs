using System.Buffers;
using Reelmill.Core.Pipelines;
using Reelmill.Vision.Tensors;

namespace Reelmill.Pipelines.Index;

/// <summary>Decodes an image and writes it, as large as the model takes it, straight into a tensor. Each worker has a decoder.</summary>
/// <param name="options">The options of the run.</param>
/// <param name="input">What the model takes.</param>
/// <param name="same">Tells images with the same bytes.</param>
internal sealed class DecodeStage(IndexOptions options, ImageInput input, SameImages same) : Stage<FetchedImage, PreparedImage>
{
    private readonly PictureLoader _loader = new(options.Tools, options.Limits);

    public override async ValueTask ProcessAsync(FetchedImage value, StageOutput<PreparedImage> output, CancellationToken cancellationToken)
    {
        var (item, file) = value;
        var bytes = PictureBytes.Read(file.Path);
        var found = await same.FindAsync(item, bytes, cancellationToken).ConfigureAwait(false);
        if (found.Source is { } source)
        {
            output.Drop($"same content as {source}");
            return;
        }

        if (found.Vector is { } vector)
        {
            await output.EmitAsync(new PreparedImage(item, found.Told, null, 0) { Vector = vector }).ConfigureAwait(false);
            return;
        }

        using var image = await _loader.LoadAsync(file.Path, bytes, input.Width, input.Height, cancellationToken).ConfigureAwait(false);

        // Nothing is read after this, and a vector of other bytes must not reach the store.
        item.RequireUnchanged();
        var tensor = MemoryPool<float>.Shared.Rent(input.Length);
        try
        {
            ImageTensor.Write(image, input, tensor.Memory.Span[..input.Length]);
            await output.EmitAsync(new PreparedImage(item, found.Told, tensor, input.Length)).ConfigureAwait(false);
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
