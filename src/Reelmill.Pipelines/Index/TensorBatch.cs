using System.Buffers;
using Reelmill.Vision.Embedding;

namespace Reelmill.Pipelines.Index;

/// <summary>Hands prepared pictures to the model: one as it lies, several side by side in pooled memory.</summary>
internal sealed class TensorBatch(IEmbedder embedder)
{
    /// <summary>Gives the vectors, one after the other.</summary>
    public async ValueTask<float[]> EmbedAsync(IReadOnlyList<PreparedImage> images, CancellationToken cancellationToken)
    {
        var length = embedder.Input.Length;
        var vectors = new float[images.Count * embedder.Dimension];
        if (images.Count == 1)
        {
            await embedder.EmbedAsync(images[0].Tensor.Memory[..length], 1, vectors, cancellationToken).ConfigureAwait(false);
            return vectors;
        }

        using var together = MemoryPool<float>.Shared.Rent(images.Count * length);
        for (var i = 0; i < images.Count; i++)
        {
            images[i].Tensor.Memory[..length].CopyTo(together.Memory[(i * length)..]);
        }

        await embedder.EmbedAsync(together.Memory[..(images.Count * length)], images.Count, vectors, cancellationToken).ConfigureAwait(false);
        return vectors;
    }
}
