namespace Reelmill.Media.Tests.Hls.Checking;

/// <summary>An unencrypted segment of a valid stream, with its duration and the byte ranges of its keyframes.</summary>
public sealed record ClearSegment(byte[] Bytes, decimal Seconds, IReadOnlyList<(int Offset, int Length, decimal Seconds)> Keyframes);
