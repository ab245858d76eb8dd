using Reelmill.Media.Formats.Packets;
namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>A track to write.</summary>
/// <param name="Track">What its samples need; its descriptions are those of all runs.</param>
/// <param name="Runs">Its samples in decoding order, at least one.</param>
internal sealed record Mp4TrackPlan(Mp4Track Track, IReadOnlyList<Mp4Run> Runs);

/// <summary>Samples that lie in one file and have one description.</summary>
/// <param name="Path">The file.</param>
/// <param name="Description">The number of the description in the track, from 1.</param>
/// <param name="Packets">The samples; times are in units of the track's timescale and do not go back in decoding order.</param>
internal sealed record Mp4Run(string Path, uint Description, IReadOnlyList<MediaPacket> Packets);
