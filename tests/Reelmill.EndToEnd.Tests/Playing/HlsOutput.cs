namespace Reelmill.EndToEnd.Tests.Playing;

/// <summary>What a player is given: the folder that is public and, when it is encrypted, the one with the keys.</summary>
/// <param name="Folder">Served below <c>/video/</c>.</param>
/// <param name="Keys">Served below <c>/keys/</c>; null when nothing is encrypted.</param>
/// <param name="Master">The master playlist's path inside the folder, with slashes.</param>
internal sealed record HlsOutput(string Folder, string? Keys = null, string Master = "master.m3u8");
