namespace Reelmill.Vision.Images.Tensors;

/// <summary>The mapping from tensor to source image coordinates: source = tensor x scale + offset, in pixels from the top left corner.</summary>
/// <param name="ScaleX">Source pixels per tensor column.</param>
/// <param name="ScaleY">Source pixels per tensor row.</param>
/// <param name="OffsetX">The source column at the left edge of the tensor.</param>
/// <param name="OffsetY">The source row at the top edge of the tensor.</param>
/// <param name="Width">The width of the source in pixels.</param>
/// <param name="Height">The height of the source in pixels.</param>
public readonly record struct TensorMapping(float ScaleX, float ScaleY, float OffsetX, float OffsetY, int Width, int Height)
{
    /// <summary>Maps a box from the tensor to the source and clips it at the edges.</summary>
    /// <param name="box">A box in tensor pixels.</param>
    /// <returns>The box in source pixels; its area is 0 when it lies outside.</returns>
    public Box ToSource(Box box)
    {
        var (left, right) = (ToSource(box.X, ScaleX, OffsetX, Width), ToSource(box.X + box.Width, ScaleX, OffsetX, Width));
        var (top, bottom) = (ToSource(box.Y, ScaleY, OffsetY, Height), ToSource(box.Y + box.Height, ScaleY, OffsetY, Height));
        return new Box(left, top, right - left, bottom - top);
    }

    /// <summary>Computes the mapping for a source of the given size.</summary>
    internal static TensorMapping Compute(int width, int height, ImageInput input)
    {
        switch (input.Fit)
        {
            case ImageFit.Stretch:
                return new TensorMapping((float)width / input.Width, (float)height / input.Height, 0, 0, width, height);
            case ImageFit.CenterCrop:
                var cropped = (float)Math.Min((double)width / input.Width, (double)height / input.Height);
                return new TensorMapping(cropped, cropped, (width - (cropped * input.Width)) / 2, (height - (cropped * input.Height)) / 2, width, height);
            case ImageFit.LetterboxTopLeft:
                var scale = Math.Max((double)width / input.Width, (double)height / input.Height);
                return new TensorMapping(width / FitLength(width, scale, input.Width), height / FitLength(height, scale, input.Height), 0, 0, width, height);
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input.Fit, "The fit must be Stretch, CenterCrop or LetterboxTopLeft.");
        }
    }

    /// <summary>Rounds the letterboxed length down to whole pixels, as in the training of letterbox models.</summary>
    private static float FitLength(int length, double scale, int max) => Math.Clamp((int)((length / scale) + 1e-6), 1, max);

    private static float ToSource(float position, float scale, float offset, int length) =>
        Math.Clamp((position * scale) + offset, 0, length);
}
