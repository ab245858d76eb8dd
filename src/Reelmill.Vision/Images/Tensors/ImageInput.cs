namespace Reelmill.Vision.Images.Tensors;

/// <summary>The image input of a model: size, layout and normalization of its input tensor.</summary>
/// <remarks>Each value is (level - mean) x scale, with levels in 0..255.</remarks>
/// <param name="Width">The width in pixels, from 1.</param>
/// <param name="Height">The height in pixels, from 1.</param>
public sealed record ImageInput(int Width, int Height)
{
    /// <summary>How images of another aspect ratio are fitted.</summary>
    /// <value><see cref="ImageFit.Stretch"/> by default.</value>
    public ImageFit Fit { get; init; }

    /// <summary>Whether the channel order is blue, green, red.</summary>
    /// <value>False by default: red, green, blue.</value>
    public bool Bgr { get; init; }

    /// <summary>Whether the layout is channels-last (NHWC) instead of planar (NCHW).</summary>
    /// <value>False by default.</value>
    public bool ChannelsLast { get; init; }

    /// <summary>The mean that is subtracted from the levels.</summary>
    /// <value>0 by default.</value>
    public ColorValues Mean { get; init; }

    /// <summary>The factor for the differences.</summary>
    /// <value>1 by default.</value>
    public ColorValues Scale { get; init; } = ColorValues.All(1);

    /// <summary>The level of all channels in the padding of a letterboxed image.</summary>
    /// <value>114 by default.</value>
    public byte Padding { get; init; } = 114;

    /// <summary>The number of values in the tensor of one image.</summary>
    public int Length => checked(3 * Width * Height);
}
