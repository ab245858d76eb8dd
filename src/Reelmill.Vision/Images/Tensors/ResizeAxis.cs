using System.Buffers;

namespace Reelmill.Vision.Images.Tensors;

/// <summary>
/// The source pixels of each target pixel along one axis, with weights that sum to 1: area weights over the covered pixels
/// when the axis shrinks, linear weights of the two nearest pixels when it grows.
/// </summary>
internal readonly struct ResizeAxis : IDisposable
{
    private readonly int[] _starts;
    private readonly float[] _weights;
    private readonly int _stride;

    /// <summary>Computes the weights of an axis.</summary>
    /// <param name="source">The length of the source in pixels.</param>
    /// <param name="target">The length of the target in pixels.</param>
    /// <param name="scale">Source pixels per target pixel.</param>
    /// <param name="offset">The source position at the first edge of the target.</param>
    public ResizeAxis(int source, int target, double scale, double offset)
    {
        _stride = Math.Min(source, scale > 1 ? (int)scale + 2 : 2);
        Length = target;
        _starts = ArrayPool<int>.Shared.Rent(target);
        _weights = ArrayPool<float>.Shared.Rent(target * _stride);
        for (var i = 0; i < target; i++)
        {
            var weights = _weights.AsSpan(i * _stride, _stride);
            _starts[i] = scale > 1
                ? CoverPixels(offset + (i * scale), offset + ((i + 1) * scale), source, weights)
                : Interpolate(offset + ((i + 0.5) * scale) - 0.5, source, weights);
        }
    }

    /// <summary>The length of the target in pixels.</summary>
    public int Length { get; }

    /// <summary>Returns the first source pixel of a target pixel.</summary>
    public int GetStart(int index) => _starts[index];

    /// <summary>Returns the weights from the first source pixel on. Some may be 0; all refer to existing pixels.</summary>
    public ReadOnlySpan<float> GetWeights(int index) => _weights.AsSpan(index * _stride, _stride);

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<float>.Shared.Return(_weights);
    }

    private static int CoverPixels(double from, double to, int source, Span<float> weights)
    {
        (from, to) = (Math.Clamp(from, 0, source), Math.Clamp(to, 0, source));
        var start = Math.Min((int)from, source - weights.Length);
        var total = Math.Max(to - from, 1e-9);
        for (var i = 0; i < weights.Length; i++)
        {
            var shared = Math.Min(to, start + i + 1) - Math.Max(from, start + i);
            weights[i] = (float)(Math.Max(shared, 0) / total);
        }

        return start;
    }

    private static int Interpolate(double center, int source, Span<float> weights)
    {
        center = Math.Clamp(center, 0, source - 1);
        var start = Math.Min((int)center, source - weights.Length);
        var share = (float)(center - start);
        weights[0] = 1 - share;
        if (weights.Length > 1)
        {
            weights[1] = share;
        }

        return start;
    }
}
