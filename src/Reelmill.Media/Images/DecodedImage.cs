namespace Reelmill.Media.Images;

/// <summary>A decoded image.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">8 bits each of red, green and blue, row after row without gaps.</param>
public sealed record DecodedImage(int Width, int Height, ReadOnlyMemory<byte> Pixels);
