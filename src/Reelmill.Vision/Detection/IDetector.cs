using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Detection;

/// <summary>Finds things in pictures.</summary>
/// <remarks>
/// Thread-safe: any number of callers may use one at the same time. A model runs on the thread of its caller.
/// </remarks>
public interface IDetector : IAsyncDisposable
{
    /// <summary>The model's name.</summary>
    string Name { get; }

    /// <summary>What decides its answers: equal versions and options give equal detections for equal tensors, on processors of one kind.</summary>
    string Version { get; }

    /// <summary>What it can find, by class.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>What it wants to see.</summary>
    ImageInput Input { get; }

    /// <summary>Finds things in one picture.</summary>
    /// <param name="tensor">The picture, written by <see cref="ImageTensor"/> as <see cref="Input"/> says.</param>
    /// <param name="placement">Where the picture lies in the tensor.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Detections in pixels of the picture: the best score first, then by class, then by box.</returns>
    ValueTask<IReadOnlyList<Detection>> DetectAsync(ReadOnlyMemory<float> tensor, Placement placement, CancellationToken cancellationToken);
}
