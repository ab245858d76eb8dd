namespace Reelmill.Vision.Images.Tensors;

/// <summary>Where a picture lies in a tensor: source = tensor x scale + offset, in pixels from the top left corner.</summary>
/// <param name="ScaleX">Source pixels in one column of the tensor.</param>
/// <param name="ScaleY">Source pixels in one row of the tensor.</param>
/// <param name="OffsetX">The source's column at the tensor's left edge.</param>
/// <param name="OffsetY">The source's row at the tensor's top edge.</param>
/// <param name="Width">Pixels in a row of the source.</param>
/// <param name="Height">Rows of the source.</param>
public readonly record struct Placement(float ScaleX, float ScaleY, float OffsetX, float OffsetY, int Width, int Height)
{
    /// <summary>Brings a box of the tensor back to the source, cut off at its edges.</summary>
    /// <param name="box">A box in pixels of the tensor.</param>
    /// <returns>The box in pixels of the source; it has no area when it lies outside.</returns>
    public Box ToSource(Box box)
    {
        var (left, right) = (ToSource(box.X, ScaleX, OffsetX, Width), ToSource(box.X + box.Width, ScaleX, OffsetX, Width));
        var (top, bottom) = (ToSource(box.Y, ScaleY, OffsetY, Height), ToSource(box.Y + box.Height, ScaleY, OffsetY, Height));
        return new Box(left, top, right - left, bottom - top);
    }

    /// <summary>Finds the place of a source of some size in a tensor of some size.</summary>
    internal static Placement Of(int width, int height, ImageInput input)
    {
        switch (input.Fit)
        {
            case ImageFit.Stretch:
                return new Placement((float)width / input.Width, (float)height / input.Height, 0, 0, width, height);
            case ImageFit.CenterCrop:
                var cropped = (float)Math.Min((double)width / input.Width, (double)height / input.Height);
                return new Placement(cropped, cropped, (width - (cropped * input.Width)) / 2, (height - (cropped * input.Height)) / 2, width, height);
            case ImageFit.LetterboxTopLeft:
                var scale = Math.Max((double)width / input.Width, (double)height / input.Height);
                return new Placement(width / Filled(width, scale, input.Width), height / Filled(height, scale, input.Height), 0, 0, width, height);
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input.Fit, "A fit is Stretch, CenterCrop or LetterboxTopLeft.");
        }
    }

    /// <summary>Whole pixels, so that none is half padding: down, as models with letterboxes were trained.</summary>
    private static float Filled(int length, double scale, int most) => Math.Clamp((int)((length / scale) + 1e-6), 1, most);

    private static float ToSource(float position, float scale, float offset, int length) =>
        Math.Clamp((position * scale) + offset, 0, length);
}
