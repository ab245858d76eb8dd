using Reelmill.Vision.Embedding;

namespace Reelmill.Vision.Tests.Embedding;

/// <summary>Calls of tests, whose tensors lie one after the other.</summary>
internal static class EmbedderCalls
{
    public static ValueTask EmbedAsync(this IEmbedder embedder, ReadOnlyMemory<float> tensors, int count, Memory<float> vectors) => embedder.EmbedAsync(
        [.. Enumerable.Range(0, count).Select(i => tensors.Slice(i * embedder.Input.Length, embedder.Input.Length))], vectors, CancellationToken.None);
}
