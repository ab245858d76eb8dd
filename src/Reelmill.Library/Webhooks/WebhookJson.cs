using System.Text.Json.Serialization;

namespace Reelmill.Library.Webhooks;

/// <summary>Generated serialization of delivery attempts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<DeliveryAttempt>))]
internal sealed partial class WebhookJson : JsonSerializerContext;
