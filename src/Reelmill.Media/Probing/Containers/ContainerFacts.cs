namespace Reelmill.Media.Probing.Containers;

/// <summary>Facts from the structure of a file that ffprobe does not report.</summary>
/// <param name="Protection">The protection of the video or audio, such as <c>Common Encryption (cbcs)</c>; null when none was found.</param>
/// <param name="HasSamples">False when the structure was understood and has no sample; null when unknown.</param>
internal readonly record struct ContainerFacts(string? Protection, bool? HasSamples);
