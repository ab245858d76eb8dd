using Reelmill.Vision.Embedding;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Pipelines.Tests.Index;

/// <summary>A custom embedder that counts its images.</summary>
internal sealed class CountingEmbedder : IEmbedder
{
    private readonly DescriptorEmbedder _inner = new();
    private int _images;

    public int Images => _images;

    public string Name => "counting";

    public string Version => "1";

    public int Dimension => _inner.Dimension;

    public ImageInput Input => _inner.Input;

    public ValueTask EmbedAsync(IReadOnlyList<ReadOnlyMemory<float>> tensors, Memory<float> embeddings, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _images, tensors.Count);
        return _inner.EmbedAsync(tensors, embeddings, cancellationToken);
    }

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
