namespace Reelmill.Media.Tests.Hls.Checking;

/// <summary>A segment of a good stream in the clear: its bytes, how long it lasts, and where its key pictures are.</summary>
public sealed record TrackPart(byte[] Bytes, decimal Seconds, IReadOnlyList<(int Offset, int Length, decimal Seconds)> Keys);
