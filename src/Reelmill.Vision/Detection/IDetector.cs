using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Detection;

/// <summary>Detects objects in images.</summary>
/// <remarks>
/// Safe for concurrent use. Inference runs on the calling thread.
/// </remarks>
public interface IDetector : IAsyncDisposable
{
    /// <summary>The model's name.</summary>
    string Name { get; }

    /// <summary>The version of everything that determines the detections: on CPUs of one kind, equal versions, options and tensors give equal detections.</summary>
    string Version { get; }

    /// <summary>The label of each class.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>The input tensor that the model expects.</summary>
    ImageInput Input { get; }

    /// <summary>Detects objects in one image.</summary>
    /// <param name="tensor">The image, written by <see cref="ImageTensor"/> as <see cref="Input"/> specifies.</param>
    /// <param name="mapping">The mapping from tensor to image coordinates.</param>
    /// <param name="cancellationToken">Cancels the inference.</param>
    /// <returns>Detections in pixels of the image, ordered by descending score, then by class, then by box.</returns>
    ValueTask<IReadOnlyList<Detection>> DetectAsync(ReadOnlyMemory<float> tensor, TensorMapping mapping, CancellationToken cancellationToken);
}
