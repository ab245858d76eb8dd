namespace Reelmill.Vision.Duplicates;

/// <summary>A kept frame of one video that is held against the frames of the others.</summary>
/// <param name="Video">The video's id; compared ordinally.</param>
/// <param name="TimeMs">The frame's time in its video, in milliseconds.</param>
/// <param name="Hash">Its perceptual hash.</param>
/// <param name="Sharpness">Its sharpness: the sharper twin is kept. NaN counts as the least.</param>
/// <param name="Pixels">Width times height of its source: at equal sharpness the larger twin is kept.</param>
public readonly record struct DuplicateCandidate(string Video, long TimeMs, ulong Hash, double Sharpness, long Pixels);
