namespace Reelmill.Vision.Duplicates;

/// <summary>A kept frame of one video, to be compared with frames of other videos.</summary>
/// <param name="Video">The id of the video; compared ordinally.</param>
/// <param name="TimeMs">The time of the frame in its video, in milliseconds.</param>
/// <param name="Hash">The perceptual hash of the frame.</param>
/// <param name="Sharpness">The variance of the Laplacian: the sharpest duplicate is kept. NaN counts as the lowest value.</param>
/// <param name="Pixels">Width times height of the source: at equal sharpness, the largest duplicate is kept.</param>
public readonly record struct DuplicateCandidate(string Video, long TimeMs, ulong Hash, double Sharpness, long Pixels);
