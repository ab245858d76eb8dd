using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>A track to write.</summary>
/// <param name="Header">The track header, with the sample entries of all runs.</param>
/// <param name="Runs">The samples in decoding order; at least one run.</param>
internal sealed record Mp4TrackPlan(Mp4TrackHeader Header, IReadOnlyList<Mp4SampleRun> Runs);

/// <summary>Consecutive samples of one source file with one sample entry.</summary>
/// <param name="Path">The source file.</param>
/// <param name="SampleEntry">The index of the sample entry in the track header, from 1.</param>
/// <param name="Packets">The samples; times are in ticks of the track, and decoding times never decrease.</param>
internal sealed record Mp4SampleRun(string Path, uint SampleEntry, IReadOnlyList<MediaPacket> Packets);
