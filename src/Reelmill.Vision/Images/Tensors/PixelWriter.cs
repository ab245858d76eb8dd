using System.Runtime.Intrinsics;

namespace Reelmill.Vision.Images.Tensors;

/// <summary>Normalizes pixels and stores them in the layout of a tensor.</summary>
internal readonly ref struct PixelWriter
{
    private readonly Span<float> _tensor;
    private readonly Vector128<float> _mean;
    private readonly Vector128<float> _scale;
    private readonly float _padding;
    private readonly int _red;
    private readonly int _green;
    private readonly int _blue;
    private readonly int _step;
    private readonly int _width;
    private readonly int _height;

    public PixelWriter(ImageInput input, Span<float> tensor)
    {
        _tensor = tensor;
        _mean = Vector128.Create(input.Mean.R, input.Mean.G, input.Mean.B, 0);
        _scale = Vector128.Create(input.Scale.R, input.Scale.G, input.Scale.B, 0);
        _padding = input.Padding;
        (_width, _height) = (input.Width, input.Height);
        _step = input.ChannelsLast ? 3 : 1;
        _green = input.ChannelsLast ? 1 : input.Width * input.Height;
        (_red, _blue) = input.Bgr ? (2 * _green, 0) : (0, 2 * _green);
    }

    /// <summary>Writes one pixel: the levels of red, green and blue; the fourth value is ignored.</summary>
    public void Write(int x, int y, Vector128<float> levels)
    {
        var values = (levels - _mean) * _scale;
        var index = ((y * _width) + x) * _step;
        _tensor[index + _red] = values[0];
        _tensor[index + _green] = values[1];
        _tensor[index + _blue] = values[2];
    }

    /// <summary>Fills the padding to the right of and below an image of the given size in the top left.</summary>
    public void Pad(int width, int height)
    {
        var padding = Vector128.Create(_padding);
        for (var y = 0; y < _height; y++)
        {
            for (var x = y < height ? width : 0; x < _width; x++)
            {
                Write(x, y, padding);
            }
        }
    }
}
