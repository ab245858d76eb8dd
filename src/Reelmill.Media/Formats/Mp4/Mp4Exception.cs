namespace Reelmill.Media.Formats.Mp4;

/// <summary>Bytes are no MP4, or not the part of it that is read here.</summary>
/// <param name="message">What is wrong, in words that fit after the name of a file.</param>
internal sealed class Mp4Exception(string message) : Exception(message);
