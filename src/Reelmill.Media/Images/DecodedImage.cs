namespace Reelmill.Media.Images;

/// <summary>A decoded image.</summary>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Pixels">The pixels as 8-bit interleaved RGB, row by row without padding.</param>
public sealed record DecodedImage(int Width, int Height, ReadOnlyMemory<byte> Pixels);
