using System.Buffers;
using Reelmill.Core.Running;
using Reelmill.Library.Vectors;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Index;

/// <summary>An image as the model's input, in pooled memory that the stage <c>infer</c> returns to the pool.</summary>
/// <param name="Item">The item.</param>
/// <param name="RecordInput">The input that the vector's record describes: the item's own, or another with the same content.</param>
/// <param name="Tensor">The tensor in pooled memory, which may be longer than <paramref name="Length"/>; null when the vector is known.</param>
/// <param name="Length">The number of values in the tensor.</param>
internal sealed record PreparedImage(IdentifiedItem Item, MediaInput RecordInput, IMemoryOwner<float>? Tensor, int Length) : ISized, IDisposable
{
    /// <summary>The vector that the collection already has for this content; null when the model has to compute it.</summary>
    public ReadOnlyMemory<float>? Vector { get; init; }

    public ReadOnlyMemory<float> Values => Tensor!.Memory[..Length];

    public long SizeInBytes => Tensor is null ? 0 : Tensor.Memory.Length * sizeof(float);

    public void Dispose() => Tensor?.Dispose();
}

/// <summary>An image and its vector.</summary>
internal sealed record EmbeddedImage(IdentifiedItem Item, VectorRecord Vector);

/// <summary>An image whose vector is in the store.</summary>
internal sealed record StoredVector(IdentifiedItem Item);
