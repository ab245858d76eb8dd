using System.Text.Json.Serialization;

namespace Reelmill.Library.Webhooks;

/// <summary>Generated serialisation of attempts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<DeliveryAttempt>))]
internal sealed partial class WebhookJson : JsonSerializerContext;
