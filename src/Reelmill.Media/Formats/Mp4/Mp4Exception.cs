namespace Reelmill.Media.Formats.Mp4;

/// <summary>The bytes are not MP4, are damaged, or lack a required box.</summary>
/// <param name="message">The fault, as a clause that follows a file name and a colon.</param>
internal sealed class Mp4Exception(string message) : Exception(message);
