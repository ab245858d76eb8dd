namespace Reelmill.Media.Frames;

/// <summary>The one sample that a decode looks for.</summary>
/// <param name="AtMs">Its time, in milliseconds, as sampling gave it.</param>
/// <param name="FromMs">Where the decode begins; null for the start.</param>
internal sealed record WantedFrame(long AtMs, long? FromMs);
