namespace Reelmill.Media.Hls.Packaging;

/// <summary>The part of the encoder's clock that a stream covers: every rendition begins at the start, which is 0 in the stream, and ends at the end.</summary>
/// <param name="Start">The start in seconds of the encoder's clock.</param>
/// <param name="End">The end in the same seconds.</param>
internal readonly record struct StreamSpan(double Start, double End)
{
    /// <summary>A difference between sound and picture that is evened out in the sound, in seconds: viewers do not notice it.</summary>
    public const double Unnoticed = 0.1;

    public double Seconds => End - Start;

    /// <summary>
    /// Sound and picture, whole: the picture is held where the sound begins earlier or ends later. A difference that nobody
    /// notices is cut from the sound instead.
    /// </summary>
    /// <param name="picture">From the first frame to the end of the last.</param>
    /// <param name="sound">From the first sample of any rendition to the last of any; null for a silent video.</param>
    public static StreamSpan Of(StreamSpan picture, StreamSpan? sound) => new(
        picture.Start - sound?.Start > Unnoticed ? sound!.Value.Start : picture.Start,
        sound?.End - picture.End > Unnoticed ? sound!.Value.End : picture.End);
}
