using Reelmill.Vision.Embedding;

namespace Reelmill.Vision.Tests.Embedding;

/// <summary>Calls embedders with contiguous tensors.</summary>
internal static class EmbedderCalls
{
    public static ValueTask EmbedAsync(this IEmbedder embedder, ReadOnlyMemory<float> tensors, int count, Memory<float> embeddings) => embedder.EmbedAsync(
        [.. Enumerable.Range(0, count).Select(i => tensors.Slice(i * embedder.Input.Length, embedder.Input.Length))], embeddings, CancellationToken.None);
}
